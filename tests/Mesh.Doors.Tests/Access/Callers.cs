namespace Mesh.Doors.Tests.Access;

/// <summary>Those who ask in the tables of rights, and the tokens of the node that they ask.</summary>
internal static class Callers
{
    public const string Inside = "shop-a";
    public const string Outside = "billing";

    public const string Shop = "shop";

    /// <summary>By the heading of their column; a secret that is null is not sent.</summary>
    public static readonly IReadOnlyList<(string Name, string? Secret)> All =
    [
        ("none", null),
        ("wrong", "a-secret-that-nobody-has"),
        (Shop, "the-secret-of-the-shop"),
        ("reader", "the-secret-of-the-reader"),
        ("writer", "the-secret-of-the-writer"),
        ("operator", "the-secret-of-the-operator"),
    ];

    /// <summary>The shop may read and register what begins with "shop-"; each of the others may do one thing with everything.</summary>
    public static readonly IReadOnlyList<KeyValuePair<string, string?>> Tokens =
    [
        .. Token(0, All[2], "shop-", "read", "register"),
        .. Token(1, All[3], "", "read"),
        .. Token(2, All[4], "", "register"),
        .. Token(3, All[5], "", "operate"),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> Token(int at, (string Name, string? Secret) caller, string prefix, params string[] actions) =>
    [
        new($"Mesh:Access:Tokens:{at}:Name", caller.Name),
        new($"Mesh:Access:Tokens:{at}:Secret", caller.Secret),
        new($"Mesh:Access:Tokens:{at}:Rules:0:Prefix", prefix),
        .. actions.Select((a, i) => KeyValuePair.Create($"Mesh:Access:Tokens:{at}:Rules:0:Allow:{i}", (string?)a)),
    ];
}
