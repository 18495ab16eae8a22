-- AlterTable
ALTER TABLE "session" ADD COLUMN "confirmedAt" DATETIME;
