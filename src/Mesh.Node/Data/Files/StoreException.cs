using Microsoft.Data.Sqlite;

namespace Mesh.Node.Data.Files;

/// <summary>The store cannot be read or written now; the message is a reason in words.</summary>
internal sealed class StoreException : Exception
{
    private const int Full = 13;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    public StoreException(SqliteException trouble)
        : base(WordsFor(trouble), trouble)
    {
        IsDamage = IsDamaged(trouble);
    }

    /// <summary>What the file holds cannot be trusted.</summary>
    public bool IsDamage { get; }

    public static bool IsDamaged(SqliteException trouble) => trouble.SqliteErrorCode is Corrupt or NoDatabase;

    private static string WordsFor(SqliteException trouble) => trouble.SqliteErrorCode switch
    {
        Full => "the disk is full",
        ReadOnly => "the disk is read-only",
        _ => $"{trouble.Message.ReplaceLineEndings(" ")} ({trouble.SqliteExtendedErrorCode})",
    };
}
