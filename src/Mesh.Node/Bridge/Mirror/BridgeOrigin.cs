using System.Diagnostics.CodeAnalysis;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>Where an instance is registered: a system such as mesh, etcd or consul, and which one of them.</summary>
internal sealed record BridgeOrigin(string System, string Cluster)
{
    public const string Mesh = "mesh";

    public static bool TryParse(string? text, [MaybeNullWhen(false)] out BridgeOrigin origin)
    {
        origin = null;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0 || slash == text!.Length - 1)
            return false;
        origin = new BridgeOrigin(text[..slash], text[(slash + 1)..]);
        return true;
    }

    public override string ToString() => $"{System}/{Cluster}";
}
