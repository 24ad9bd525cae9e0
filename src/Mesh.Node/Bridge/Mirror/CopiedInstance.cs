using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Mesh.Catalog;

namespace Mesh.Node.Bridge.Mirror;

/// <summary>What a bridge copies of an instance: all that callers need, nothing of who owns it and how it is checked.</summary>
internal sealed record CopiedInstance
{
    /// <summary>In lower case, as the mesh keeps names.</summary>
    public required string Service { get; init; }

    public required string Host { get; init; }

    public required int Port { get; init; }

    public ValueMap<int> Ports { get; init; } = ValueMap<int>.Empty;

    public string Zone { get; init; } = "";

    public string Version { get; init; } = "";

    public ValueList<string> Tags { get; init; } = [];

    /// <summary>Without marks.</summary>
    public ValueMap<string> Metadata { get; init; } = ValueMap<string>.Empty;

    public int Weight { get; init; } = 1;

    public InstanceStatus Status { get; init; } = InstanceStatus.Passing;

    public ServiceAddress Address => new(Service, Host, Port);

    /// <summary>Equal for equal content, in every process.</summary>
    public string Digest()
    {
        var text = new StringBuilder();
        foreach (var field in (string[])[Service, Host, Number(Port), Zone, Version, Number(Weight), Number((int)Status)])
            Add(text, field);
        Add(text, Number(Tags.Count));
        foreach (var tag in Tags)
            Add(text, tag);
        foreach (var (name, port) in Ports)
            Add(text, name, Number(port));
        Add(text, "");
        foreach (var (key, value) in Metadata)
            Add(text, key, value);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return Convert.ToHexStringLower(hash.AsSpan(0, 8));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    // With its length before it, no field can pass for the end of another.
    private static void Add(StringBuilder text, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
            text.Append(CultureInfo.InvariantCulture, $"{field.Length}:{field}");
    }
}
