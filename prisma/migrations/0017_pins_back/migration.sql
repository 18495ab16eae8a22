-- AlterTable
ALTER TABLE "Pin" ADD COLUMN "removedAt" DATETIME;
