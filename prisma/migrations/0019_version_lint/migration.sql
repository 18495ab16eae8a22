-- AlterTable
ALTER TABLE "FlowVersion" ADD COLUMN "lint" TEXT;
ALTER TABLE "FlowVersion" ADD COLUMN "lintHash" TEXT;
ALTER TABLE "FlowVersion" ADD COLUMN "lintReason" TEXT;


