-- AlterTable
ALTER TABLE "Run" ADD COLUMN "resumeId" TEXT;

-- AlterTable
ALTER TABLE "Effect" ADD COLUMN "iteration" TEXT;
ALTER TABLE "Effect" ADD COLUMN "risk" TEXT;
ALTER TABLE "Effect" ADD COLUMN "target" TEXT;

-- AlterTable
ALTER TABLE "RunEvent" ADD COLUMN "execution" TEXT;
ALTER TABLE "RunEvent" ADD COLUMN "reached" INTEGER;

-- CreateTable
CREATE TABLE "Resume" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "runId" TEXT NOT NULL,
    "kept" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateIndex
CREATE INDEX "Resume_runId_idx" ON "Resume"("runId");

-- CreateIndex
CREATE INDEX "Run_retryOfId_idx" ON "Run"("retryOfId");
