namespace Mesh.Federation.Transport;

/// <summary>Why a call brought no answer.</summary>
internal enum CallFault
{
    /// <summary>Too long, not in form, no question, or a field out of its bounds.</summary>
    Malformed,

    /// <summary>The asker sent too much, or the gateway has too much to do.</summary>
    Limited,

    /// <summary>The sender is not believed.</summary>
    Refused,

    /// <summary>Nobody is there, or not yet.</summary>
    Unavailable,
}
