using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Catalog;
using Mesh.Node.Listening;
using Mesh.Palette.Http;
using Mesh.Palette.Mapping;

namespace Mesh.Node.Cli;

/// <summary>Which node a command asks, with which token, and whose certificate it believes.</summary>
internal sealed class NodeOptions
{
    public const string DefaultNode = "http://127.0.0.1:8500";

    private readonly Option<string?> _node = new("--node")
    {
        Description = $"The node to ask; default MESH_NODE, else {DefaultNode}",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "The token to show, where nodes ask for one; default MESH_TOKEN",
        HelpName = "SECRET",
    };

    private readonly Option<string?> _authority = new("--ca")
    {
        Description = "Certificates in PEM that the node's must come from; default MESH_CA, else those of the system",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_node);
        command.Options.Add(_token);
        command.Options.Add(_authority);
    }

    public Mapped<ApiHttp> Connect(ParseResult parsed)
    {
        var node = ValueOf(parsed, _node, "MESH_NODE") ?? DefaultNode;
        if (!NodeUrl.TryParse(node, out var url))
            return new(null, [new InvalidField("--node", node, "must be an http URL such as " + DefaultNode)]);
        try
        {
            var authority = ValueOf(parsed, _authority, "MESH_CA") is { } file ? Read(file) : null;
            return new(new ApiHttp(url, new ApiAccess(ValueOf(parsed, _token, "MESH_TOKEN"), authority)), []);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new(null, [new InvalidField("--ca", "", trouble.Message)]);
        }
    }

    private static string? ValueOf(ParseResult parsed, Option<string?> option, string variable) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null);

    private static X509Certificate2Collection Read(string file)
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(file);
        return authority.Count > 0 ? authority : throw new CryptographicException($"'{file}' holds no certificate in PEM");
    }
}
