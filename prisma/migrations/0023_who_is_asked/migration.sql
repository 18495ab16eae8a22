-- AlterTable
ALTER TABLE "Approval" ADD COLUMN "decidedForId" TEXT;
ALTER TABLE "Approval" ADD COLUMN "escalateAt" DATETIME;
ALTER TABLE "Approval" ADD COLUMN "sameAs" TEXT;

-- CreateTable
CREATE TABLE "Delegate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "ofId" TEXT NOT NULL,
    "toId" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "endsAt" DATETIME NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" DATETIME
);

-- CreateIndex
CREATE INDEX "Delegate_toId_endsAt_idx" ON "Delegate"("toId", "endsAt");

-- CreateIndex
CREATE INDEX "Delegate_ofId_endsAt_idx" ON "Delegate"("ofId", "endsAt");

-- CreateIndex
CREATE INDEX "Approval_status_sameAs_idx" ON "Approval"("status", "sameAs");


