-- AlterTable
ALTER TABLE "Run" ADD COLUMN "parentRunId" TEXT;
ALTER TABLE "Run" ADD COLUMN "parentStep" TEXT;
ALTER TABLE "Run" ADD COLUMN "awaited" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Run" ADD COLUMN "callers" TEXT;
ALTER TABLE "Run" ADD COLUMN "scope" TEXT;
ALTER TABLE "Run" ADD COLUMN "failedRunId" TEXT;

-- CreateIndex
CREATE INDEX "Run_parentRunId_idx" ON "Run"("parentRunId");
