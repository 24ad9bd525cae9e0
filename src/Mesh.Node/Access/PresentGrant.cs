namespace Mesh.Node.Access;

/// <summary>By whose right what goes on is asked for, seen by all that a request calls.</summary>
internal sealed class PresentGrant
{
    private readonly AsyncLocal<AccessGrant?> _value = new();

    /// <summary>Null: no request of a token asks for it.</summary>
    public AccessGrant? Value
    {
        get => _value.Value;
        set => _value.Value = value;
    }
}
