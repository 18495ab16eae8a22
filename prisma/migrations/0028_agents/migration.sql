-- CreateTable
CREATE TABLE "ModelCall" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "rootRunId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "iteration" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "connectionId" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "errorType" TEXT,
    "inputTokens" INTEGER,
    "cachedTokens" INTEGER,
    "cacheWriteTokens" INTEGER,
    "outputTokens" INTEGER,
    "cost" REAL,
    "mostCost" REAL,
    "at" DATETIME NOT NULL,
    "ms" INTEGER
);

-- CreateTable
CREATE TABLE "Conversation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "flowId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "AgentMessage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "conversationId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "runId" TEXT NOT NULL,
    "turn" INTEGER,
    "role" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "compacted" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "AgentMessage_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AgentRun" (
    "runId" TEXT NOT NULL PRIMARY KEY,
    "stepId" TEXT NOT NULL,
    "conversationId" TEXT NOT NULL,
    "setup" TEXT NOT NULL,
    "inputTokens" INTEGER NOT NULL DEFAULT 0,
    "outputTokens" INTEGER NOT NULL DEFAULT 0,
    "cost" REAL NOT NULL DEFAULT 0,
    "costKnown" BOOLEAN NOT NULL DEFAULT true,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "AgentTurn" (
    "runId" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,

    PRIMARY KEY ("runId", "turn")
);

-- CreateTable
CREATE TABLE "AgentCall" (
    "runId" TEXT NOT NULL,
    "turn" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "callId" TEXT NOT NULL,
    "tool" TEXT NOT NULL,
    "place" INTEGER,
    "args" TEXT NOT NULL,
    "labels" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "answer" TEXT,
    "hash" TEXT NOT NULL,
    "denied" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("runId", "turn", "index")
);

-- CreateIndex
CREATE INDEX "ModelCall_at_idx" ON "ModelCall"("at");

-- CreateIndex
CREATE INDEX "ModelCall_runId_idx" ON "ModelCall"("runId");

-- CreateIndex
CREATE INDEX "ModelCall_rootRunId_idx" ON "ModelCall"("rootRunId");

-- CreateIndex
CREATE INDEX "ModelCall_flowId_at_idx" ON "ModelCall"("flowId", "at");

-- CreateIndex
CREATE UNIQUE INDEX "Conversation_flowId_stepId_key_key" ON "Conversation"("flowId", "stepId", "key");

-- CreateIndex
CREATE INDEX "AgentMessage_runId_turn_idx" ON "AgentMessage"("runId", "turn");

-- CreateIndex
CREATE UNIQUE INDEX "AgentMessage_conversationId_seq_key" ON "AgentMessage"("conversationId", "seq");

-- CreateIndex
CREATE INDEX "AgentRun_conversationId_idx" ON "AgentRun"("conversationId");

-- CreateIndex
CREATE INDEX "AgentCall_runId_hash_idx" ON "AgentCall"("runId", "hash");


