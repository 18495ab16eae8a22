-- AlterTable
ALTER TABLE "Approval" ADD COLUMN "readMs" INTEGER;

