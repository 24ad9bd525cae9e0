namespace Mesh.Client.Http;

/// <summary>Reads the scheme of a URI, and writes that of a request. Pure.</summary>
internal static class SchemeChoices
{
    /// <returns>Null: no scheme of the mesh.</returns>
    public static SchemeChoice? Of(string scheme) => scheme.ToLowerInvariant() switch
    {
        "http" => SchemeChoice.Plain,
        "https" => SchemeChoice.Secure,
        "https+http" => SchemeChoice.SecureElsePlain,
        "http+https" => SchemeChoice.PlainElseSecure,
        "ws" => SchemeChoice.PlainSocket,
        "wss" => SchemeChoice.SecureSocket,
        _ => null,
    };

    public static string Text(this SchemeChoice choice, bool secure) => choice is SchemeChoice.PlainSocket or SchemeChoice.SecureSocket
        ? secure ? "wss" : "ws"
        : secure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

    /// <summary>With TLS or without, in the order of preference.</summary>
    public static IReadOnlyList<bool> Order(this SchemeChoice choice) => choice switch
    {
        SchemeChoice.Secure or SchemeChoice.SecureSocket => [true],
        SchemeChoice.SecureElsePlain => [true, false],
        SchemeChoice.PlainElseSecure => [false, true],
        _ => [false],
    };
}
