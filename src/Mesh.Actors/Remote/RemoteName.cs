using Mesh.Catalog;

namespace Mesh.Remote;

/// <summary>
/// A service of another mesh: "orders@eu", or "orders@*" for whichever mesh exports it. A mesh is named by 1 to 63 ASCII
/// letters, digits, '-' or '_' in lower case, so that the name is also a label of DNS.
/// </summary>
internal readonly record struct RemoteName : IComparable<RemoteName>
{
    /// <summary>Stands for whichever mesh exports the service.</summary>
    public const string AnyMesh = "*";

    /// <summary>The longest name of a mesh that others can ask for.</summary>
    public const int MaxMeshLength = 63;

    private readonly string? _mesh;

    private RemoteName(ServiceName service, string mesh)
    {
        Service = service;
        _mesh = mesh;
    }

    public ServiceName Service { get; }

    public string Mesh => _mesh ?? AnyMesh;

    public bool IsAny => Mesh == AnyMesh;

    public static RemoteName OfAny(ServiceName service) => new(service, AnyMesh);

    /// <summary>Does the text have the form of a service of another mesh, right or wrong?</summary>
    public static bool IsRemote(string? text) => text?.Contains('@', StringComparison.Ordinal) is true;

    public static RemoteName Parse(string text) =>
        TryParse(text, out var name, out var error) ? name : throw new FormatException(error);

    public static bool TryParse(string? text, out RemoteName name, out string error)
    {
        name = default;
        var at = text?.LastIndexOf('@') ?? -1;
        if (at < 0)
        {
            error = "service: must be SERVICE@MESH";
            return false;
        }

        if (!ServiceName.TryParse(text![..at], out var service, out error))
            return false;
        var mesh = text[(at + 1)..].ToLowerInvariant();
        if (mesh != AnyMesh && !IsMeshName(mesh))
        {
            error = $"mesh: '{ShortText.Of(mesh)}' must be * or 1 to {MaxMeshLength} ASCII letters, digits, '-' or '_'";
            return false;
        }

        name = new RemoteName(service, mesh);
        return true;
    }

    /// <summary>Can the mesh be asked for by this name? In lower case.</summary>
    public static bool IsMeshName(string mesh) =>
        mesh.Length is > 0 and <= MaxMeshLength
        && mesh.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    public int CompareTo(RemoteName other)
    {
        var byService = Service.CompareTo(other.Service);
        return byService != 0 ? byService : string.CompareOrdinal(Mesh, other.Mesh);
    }

    public override string ToString() => $"{Service}@{Mesh}";

    public static bool operator <(RemoteName left, RemoteName right) => left.CompareTo(right) < 0;

    public static bool operator <=(RemoteName left, RemoteName right) => left.CompareTo(right) <= 0;

    public static bool operator >(RemoteName left, RemoteName right) => left.CompareTo(right) > 0;

    public static bool operator >=(RemoteName left, RemoteName right) => left.CompareTo(right) >= 0;
}
