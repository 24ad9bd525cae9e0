using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mesh.Catalog;
using Mesh.Hosting;
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
        Description = "The token to show, where nodes ask for one; others see it in the list of processes, see --token-file",
        HelpName = "SECRET",
    };

    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "A file that holds the token instead; default MESH_TOKEN, else the file MESH_TOKEN_FILE",
        HelpName = "FILE",
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
        command.Options.Add(_tokenFile);
        command.Options.Add(_authority);
    }

    public Mapped<ApiHttp> Connect(ParseResult parsed)
    {
        var node = ValueOf(parsed, _node, "MESH_NODE") ?? DefaultNode;
        if (!NodeUrl.TryParse(node, out var url))
            return new(null, [new InvalidField("--node", node, "must be an http URL such as " + DefaultNode)]);
        var token = TokenOf(parsed);
        if (token.Faults.Count > 0)
            return new(null, token.Faults);
        try
        {
            var authority = ValueOf(parsed, _authority, "MESH_CA") is { } file ? Read(file) : null;
            return new(new ApiHttp(url, new ApiAccess(token.Value!.Secret, authority)), []);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new(null, [new InvalidField("--ca", "", trouble.Message)]);
        }
    }

    /// <summary>The command line counts before the environment, the token itself before a file.</summary>
    private Mapped<Token> TokenOf(ParseResult parsed)
    {
        var (secret, file) = (parsed.GetValue(_token), parsed.GetValue(_tokenFile));
        if (secret is not null && file is not null)
            return new(null, [new InvalidField("--token-file", file, "is given beside --token")]);
        secret ??= file is null ? ValueOf(parsed, _token, "MESH_TOKEN") : null;
        file ??= ValueOf(parsed, _tokenFile, "MESH_TOKEN_FILE");
        if (secret is not null || file is null)
            return new(new Token(secret), []);
        if (!SecretFile.TryRead(file, out var text, out var trouble))
            return new(null, [new InvalidField("--token-file", file, trouble)]);
        return text.Length > 0 && !text.Any(char.IsControl)
            ? new(new Token(text), [])
            : new(null, [new InvalidField("--token-file", file, "must hold the token in one line")]);
    }

    private sealed record Token(string? Secret);

    private static string? ValueOf(ParseResult parsed, Option<string?> option, string variable) =>
        parsed.GetValue(option) ?? (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null);

    private static X509Certificate2Collection Read(string file)
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(file);
        return authority.Count > 0 ? authority : throw new CryptographicException($"'{file}' holds no certificate in PEM");
    }
}
