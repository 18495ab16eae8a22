-- CreateTable
CREATE TABLE "Outbox" (
    "effectKey" TEXT NOT NULL PRIMARY KEY,
    "channel" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "messageId" TEXT NOT NULL,
    "recipients" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "answer" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "handedAt" DATETIME,
    "endedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "Outbox_runId_idx" ON "Outbox"("runId");


