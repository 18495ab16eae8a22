-- AlterTable
ALTER TABLE "Flow" ADD COLUMN "folderId" TEXT;

-- AlterTable
ALTER TABLE "FlowVersion" ADD COLUMN "name" TEXT;
ALTER TABLE "FlowVersion" ADD COLUMN "note" TEXT;
ALTER TABLE "FlowVersion" ADD COLUMN "restoredOf" INTEGER;

-- CreateTable
CREATE TABLE "Folder" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "parentId" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "Tag" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "tone" TEXT NOT NULL DEFAULT 'plain',
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "FlowTag" (
    "flowId" TEXT NOT NULL,
    "tagId" TEXT NOT NULL,

    PRIMARY KEY ("flowId", "tagId"),
    CONSTRAINT "FlowTag_flowId_fkey" FOREIGN KEY ("flowId") REFERENCES "Flow" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "FlowTag_tagId_fkey" FOREIGN KEY ("tagId") REFERENCES "Tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "Tag_name_key" ON "Tag"("name");

-- CreateIndex
CREATE INDEX "FlowTag_tagId_idx" ON "FlowTag"("tagId");

-- CreateIndex
CREATE INDEX "Flow_folderId_idx" ON "Flow"("folderId");


