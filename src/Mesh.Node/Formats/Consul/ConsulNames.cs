namespace Mesh.Node.Formats.Consul;

/// <summary>What a mesh calls itself towards Consul's clients.</summary>
internal static class ConsulNames
{
    /// <summary>The version of the API that is spoken, for clients that ask; what follows the plus says who speaks it.</summary>
    public const string Version = "1.21.0+mesh";
}
