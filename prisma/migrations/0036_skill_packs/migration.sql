-- CreateTable
CREATE TABLE "SkillPack" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "offered" TEXT NOT NULL,
    "read" TEXT,
    "on" BOOLEAN NOT NULL DEFAULT false,
    "readAt" DATETIME,
    "readById" TEXT
);

-- CreateTable
CREATE TABLE "SkillVersion" (
    "name" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "files" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL,

    PRIMARY KEY ("name", "hash"),
    CONSTRAINT "SkillVersion_name_fkey" FOREIGN KEY ("name") REFERENCES "SkillPack" ("name") ON DELETE CASCADE ON UPDATE CASCADE
);


