-- CreateTable
CREATE TABLE "RunVariables" (
    "runId" TEXT NOT NULL PRIMARY KEY,
    "vars" TEXT NOT NULL,
    "at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "HeldEvent" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "triggerId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "input" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "receivedAt" DATETIME NOT NULL,
    "dueAt" DATETIME,
    "releasedAt" DATETIME
);

-- CreateTable
CREATE TABLE "DroppedEvents" (
    "triggerId" TEXT NOT NULL PRIMARY KEY,
    "count" INTEGER NOT NULL,
    "lastAt" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "PaceSlot" (
    "effectKey" TEXT NOT NULL PRIMARY KEY,
    "gate" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Alive" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "at" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "MissedFires" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "flowId" TEXT NOT NULL,
    "triggerId" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "firstAt" DATETIME NOT NULL,
    "lastAt" DATETIME NOT NULL,
    "notedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateIndex
CREATE UNIQUE INDEX "HeldEvent_id_key" ON "HeldEvent"("id");

-- CreateIndex
CREATE UNIQUE INDEX "HeldEvent_dedupeKey_key" ON "HeldEvent"("dedupeKey");

-- CreateIndex
CREATE INDEX "HeldEvent_releasedAt_dueAt_idx" ON "HeldEvent"("releasedAt", "dueAt");

-- CreateIndex
CREATE INDEX "HeldEvent_triggerId_key_releasedAt_idx" ON "HeldEvent"("triggerId", "key", "releasedAt");

-- CreateIndex
CREATE INDEX "HeldEvent_triggerId_releasedAt_key_idx" ON "HeldEvent"("triggerId", "releasedAt", "key");

-- CreateIndex
CREATE INDEX "HeldEvent_runId_idx" ON "HeldEvent"("runId");

-- CreateIndex
CREATE INDEX "PaceSlot_gate_at_idx" ON "PaceSlot"("gate", "at");

-- CreateIndex
CREATE INDEX "MissedFires_flowId_notedAt_idx" ON "MissedFires"("flowId", "notedAt");

-- CreateIndex
CREATE UNIQUE INDEX "MissedFires_triggerId_firstAt_key" ON "MissedFires"("triggerId", "firstAt");


