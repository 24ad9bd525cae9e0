namespace Mesh.Node.Access;

/// <summary>The tokens of the node as its configuration is now. Thread-safe.</summary>
internal sealed class CurrentPolicy(AccessPolicy first)
{
    private volatile AccessPolicy _value = first;

    /// <summary>Raised after <see cref="Value"/> is another one.</summary>
    public event Action? Changed;

    public AccessPolicy Value => _value;

    /// <param name="options">Checked.</param>
    /// <returns>Why they do not count; null: they do from now on.</returns>
    public string? Take(AccessOptions options)
    {
        var now = _value;
        if (now.IsOpen != (options.Tokens.Count == 0))
            return "whether a node asks for tokens at all is decided when it starts; the tokens of before count on";
        if (!now.IsOpen)
        {
            _value = AccessPolicy.From(options, now);
            Changed?.Invoke();
        }

        return null;
    }
}
