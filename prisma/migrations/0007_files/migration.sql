-- CreateTable
CREATE TABLE "FileChange" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "effectKey" TEXT NOT NULL,
    "runId" TEXT NOT NULL,
    "stepId" TEXT NOT NULL,
    "folder" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "toPath" TEXT,
    "before" TEXT,
    "after" TEXT,
    "kept" BOOLEAN NOT NULL,
    "size" INTEGER NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "FileLabel" (
    "path" TEXT NOT NULL PRIMARY KEY,
    "sha256" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "updatedAt" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "FileChange_effectKey_key" ON "FileChange"("effectKey");

-- CreateIndex
CREATE INDEX "FileChange_folder_path_idx" ON "FileChange"("folder", "path");

-- CreateIndex
CREATE INDEX "FileChange_createdAt_idx" ON "FileChange"("createdAt");


