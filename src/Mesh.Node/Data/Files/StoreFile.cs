using Mesh.Node.Data.Records;
using Mesh.Node.Disk;
using Microsoft.Data.Sqlite;

namespace Mesh.Node.Data.Files;

/// <summary>
/// The file of the store: rows by key, changed a transaction at a time, whole after a crash at any moment. Used by one
/// thread at a time. Whoever has the directory's lock may open it.
/// </summary>
/// <param name="isDurable">A commit is on the disk when it returns, and not only with the operating system.</param>
internal sealed class StoreFile(string directory, bool isDurable) : IDisposable
{
    public const string FileName = "store.db";

    private SqliteConnection? _connection;

    public string Path { get; } = System.IO.Path.Combine(directory, FileName);

    /// <summary>
    /// Opens the file, or makes it, and reads it. One that is damaged or of another form is set aside, and what could be
    /// read of it goes into a new one. On a full disk there may be none as yet; the next commit makes it.
    /// </summary>
    /// <exception cref="StoreException">A file is there and cannot be read now.</exception>
    public StoreContent Load()
    {
        var rows = new List<StoredRow>();
        string? fault;
        try
        {
            Connect();
            fault = StoreReader.Fault(_connection!);
            if (fault is null || fault.StartsWith("is damaged", StringComparison.Ordinal))
                StoreReader.Read(_connection!, rows);
        }
        catch (SqliteException trouble) when (StoreException.IsDamaged(trouble))
        {
            fault = $"is damaged: {trouble.Message.ReplaceLineEndings(" ")}";
        }
        catch (SqliteException trouble)
        {
            Close();
            // Nothing of a file that cannot be read may count as not there; one that could not be made is not there yet.
            return new FileInfo(Path) is { Exists: true, Length: > 0 } ? throw new StoreException(trouble) : StoreContent.Empty;
        }

        if (fault is null)
            return new StoreContent(rows, []);
        SetAside();
        return new StoreContent(rows, [$"{Path}: {fault}; it was set aside, {rows.Count} records could be read"])
        {
            IsStored = TryCommit(rows),
        };
    }

    /// <exception cref="StoreException">Nothing of it is stored.</exception>
    public void Commit(IReadOnlyList<StoreChange> changes)
    {
        try
        {
            if (_connection is null)
                Connect();
            if (!StoreSchema.HasTable(_connection!, "records"))
                StoreSchema.Run(_connection!, StoreSchema.Create);
            if (changes.Count > 0)
                Write(changes);
        }
        catch (SqliteException trouble)
        {
            // Opened anew for the next attempt: what a connection remembers of a disk that failed is not to be trusted.
            Close();
            throw new StoreException(trouble);
        }
    }

    /// <summary>Takes the log of writes into the file, so that a full disk has room for more of it; that it cannot is no matter.</summary>
    public void Checkpoint()
    {
        try
        {
            if (_connection is null)
                Connect();
            StoreSchema.Run(_connection!, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException)
        {
            Close();
        }
    }

    /// <summary>Puts the file out of the way, to be looked at by people; the next commit makes a new one.</summary>
    public void SetAside()
    {
        Close();
        var number = 1;
        while (File.Exists($"{Path}.bad-{number}"))
            number++;
        foreach (var ending in (string[])["", "-wal"])
        {
            if (File.Exists(Path + ending))
                File.Move(Path + ending, $"{Path}.bad-{number}{ending}");
        }
    }

    public void Dispose() => Close();

    private bool TryCommit(List<StoredRow> rows)
    {
        try
        {
            Commit([.. rows.Select(r => new StoreChange(r.Key, r))]);
            return true;
        }
        catch (StoreException)
        {
            return false;
        }
    }

    private void Connect()
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 1,
        };
        Make();
        _connection = new SqliteConnection(settings.ToString());
        _connection.Open();
        StoreSchema.Run(_connection, StoreSchema.Settings(isDurable));
    }

    /// <summary>SQLite gives its log of writes the rights of the file, and would give that what the umask leaves.</summary>
    private void Make()
    {
        try
        {
            if (!File.Exists(Path))
                PrivateFile.Open(Path, FileMode.CreateNew, FileAccess.Write).Dispose();
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // SQLite, which opens it next, says what is wrong with the disk.
        }
    }

    private void Write(IReadOnlyList<StoreChange> changes)
    {
        using var transaction = _connection!.BeginTransaction();
        using var put = StoreSchema.Command(
            _connection,
            """
            INSERT INTO records (kind, key, claim, deleted, at, record) VALUES ($kind, $key, $claim, $deleted, $at, $record)
            ON CONFLICT (kind, key) DO UPDATE SET
                claim = excluded.claim, deleted = excluded.deleted, at = excluded.at, record = excluded.record
            """);
        using var drop = StoreSchema.Command(_connection, "DELETE FROM records WHERE kind = $kind AND key = $key");
        (put.Transaction, drop.Transaction) = (transaction, transaction);
        foreach (var (key, row) in changes)
        {
            var command = row is null ? drop : put;
            command.Parameters.Clear();
            command.Parameters.AddWithValue("$kind", (int)key.Kind);
            command.Parameters.AddWithValue("$key", key.Name.Span.ToArray());
            if (row is not null)
            {
                command.Parameters.AddWithValue("$claim", row.Claim);
                command.Parameters.AddWithValue("$deleted", row.Deleted ? 1 : 0);
                command.Parameters.AddWithValue("$at", row.At == default ? 0 : row.At.ToUnixTimeMilliseconds());
                command.Parameters.AddWithValue("$record", row.Record.Span.ToArray());
            }

            command.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
