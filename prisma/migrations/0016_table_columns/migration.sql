-- AlterTable
ALTER TABLE "DataTable" ADD COLUMN "columns" TEXT NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "DeletedTable" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "act" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "columns" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "deletedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "DeletedRow" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "act" TEXT NOT NULL,
    "tableId" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "labels" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "updatedAt" DATETIME NOT NULL,
    "deletedAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateIndex
CREATE UNIQUE INDEX "DeletedTable_act_key" ON "DeletedTable"("act");

-- CreateIndex
CREATE INDEX "DeletedTable_deletedAt_idx" ON "DeletedTable"("deletedAt");

-- CreateIndex
CREATE INDEX "DeletedRow_act_idx" ON "DeletedRow"("act");

-- CreateIndex
CREATE INDEX "DeletedRow_deletedAt_idx" ON "DeletedRow"("deletedAt");


