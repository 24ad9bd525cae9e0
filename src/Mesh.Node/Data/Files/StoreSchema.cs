using Microsoft.Data.Sqlite;

namespace Mesh.Node.Data.Files;

/// <summary>The tables of the store, and what is set at each opening.</summary>
internal static class StoreSchema
{
    /// <summary>Of the tables' form; a file of another is not read.</summary>
    public const long Version = 1;

    /// <summary>
    /// Small pages: a commit writes whole ones, and most records fit. Nobody else opens the file, so the index of the log
    /// of writes is in memory and not in a file beside it.
    /// </summary>
    public static string Settings(bool isDurable) => $"""
        PRAGMA page_size = 1024;
        PRAGMA locking_mode = EXCLUSIVE;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = {(isDurable ? "FULL" : "NORMAL")};
        PRAGMA wal_autocheckpoint = 4096;
        PRAGMA journal_size_limit = 4194304;
        """;

    public static readonly string Create = $"""
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS records (
            kind INTEGER NOT NULL, key BLOB NOT NULL, claim INTEGER NOT NULL, deleted INTEGER NOT NULL, at INTEGER NOT NULL,
            record BLOB NOT NULL, PRIMARY KEY (kind, key));
        INSERT OR IGNORE INTO meta VALUES ('version', {Version});
        COMMIT;
        """;

    public static SqliteCommand Command(SqliteConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        return command;
    }

    public static void Run(SqliteConnection connection, string text)
    {
        using var command = Command(connection, text);
        command.ExecuteNonQuery();
    }

    public static object? One(SqliteConnection connection, string text)
    {
        using var command = Command(connection, text);
        return command.ExecuteScalar();
    }

    public static bool HasTable(SqliteConnection connection, string name) =>
        One(connection, $"SELECT count(*) FROM sqlite_master WHERE name = '{name}'") is > 0L;
}
