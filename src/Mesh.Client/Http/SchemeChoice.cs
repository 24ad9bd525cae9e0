namespace Mesh.Client.Http;

/// <summary>What the scheme of a URI asks for.</summary>
internal enum SchemeChoice
{
    /// <summary>"http".</summary>
    Plain = 0,

    /// <summary>"https".</summary>
    Secure = 1,

    /// <summary>"https+http": TLS where the instance is known to speak it.</summary>
    SecureElsePlain = 2,

    /// <summary>"http+https".</summary>
    PlainElseSecure = 3,

    /// <summary>"ws", which a request for a WebSocket bears.</summary>
    PlainSocket = 4,

    /// <summary>"wss".</summary>
    SecureSocket = 5,
}
