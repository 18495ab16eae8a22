-- CreateTable
CREATE TABLE "Hold" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "flowId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "iteration" TEXT NOT NULL,
    "effectKey" TEXT NOT NULL,
    "actionHash" TEXT NOT NULL,
    "shown" TEXT NOT NULL,
    "scope" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "dueAt" DATETIME NOT NULL,
    "decidedById" TEXT,
    "decidedAt" DATETIME
);

-- CreateTable
CREATE TABLE "Reached" (
    "target" TEXT NOT NULL PRIMARY KEY,
    "times" INTEGER NOT NULL DEFAULT 1,
    "firstAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- AlterTable
ALTER TABLE "StopFlag" ADD COLUMN "mode" TEXT NOT NULL DEFAULT 'cancel';

-- CreateIndex
CREATE INDEX "Hold_status_dueAt_idx" ON "Hold"("status", "dueAt");

-- CreateIndex
CREATE INDEX "Hold_runId_idx" ON "Hold"("runId");

-- CreateIndex
CREATE UNIQUE INDEX "Hold_kind_effectKey_actionHash_key" ON "Hold"("kind", "effectKey", "actionHash");

-- What was sent before this counts as reached.
INSERT OR IGNORE INTO "Reached" ("target", "times", "firstAt", "lastAt")
  SELECT lower(trim("target")), COUNT(*), MIN("startedAt"), MAX("startedAt") FROM "Effect"
  WHERE "target" IS NOT NULL AND "status" IN ('done', 'unknown') AND "risk" IN ('send', 'destroy', 'critical')
  GROUP BY lower(trim("target"));
