using Mesh.KeyValues;
using Mesh.Node.Data.Records;
using Microsoft.Data.Sqlite;

namespace Mesh.Node.Data.Files;

/// <summary>Reads the rows of an open file; of a damaged one as many as can be had.</summary>
internal static class StoreReader
{
    /// <summary>Null: the file is whole and of the form that is known here; else what is wrong.</summary>
    public static string? Fault(SqliteConnection connection)
    {
        if (!StoreSchema.HasTable(connection, "meta"))
            return null;
        var version = StoreSchema.One(connection, "SELECT value FROM meta WHERE name = 'version'");
        if (version is not StoreSchema.Version)
            return $"has the form {version ?? "none"}, not {StoreSchema.Version}; a newer version may have written it";
        var found = StoreSchema.One(connection, "PRAGMA integrity_check(1)") as string;
        return found == "ok" ? null : $"is damaged: {found?.ReplaceLineEndings(" ")}";
    }

    public static void Read(SqliteConnection connection, List<StoredRow> rows)
    {
        if (!StoreSchema.HasTable(connection, "records"))
            return;
        using var command = StoreSchema.Command(connection, "SELECT kind, key, claim, deleted, at, record FROM records");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add(new StoredRow(
                new StoredKey((StoredKind)reader.GetInt32(0), Octets.Wrap(reader.GetFieldValue<byte[]>(1))),
                reader.GetInt64(2),
                reader.GetInt64(3) != 0,
                reader.GetInt64(4) is var at && at > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(at) : default,
                Octets.Wrap(reader.GetFieldValue<byte[]>(5))));
        }
    }
}
