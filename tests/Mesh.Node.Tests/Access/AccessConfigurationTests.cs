using Mesh.Hosting;
using Mesh.Node.Access;
using Mesh.Node.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Mesh.Node.Tests.Access;

/// <summary>An access section that is there but wrong stops the start: a slip must not open a node.</summary>
public sealed class AccessConfigurationTests : IDisposable
{
    private const string Secret = "the-secret-of-the-operator";

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-access").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("Acess", "Tokens", "Rules", "Prefix", "read", "Mesh:Acess:Tokens:0:")]
    [InlineData("Access", "Tokns", "Rules", "Prefix", "read", "Mesh:Access:Tokns:0:")]
    [InlineData("Access", "Tokens", "Rule", "Prefix", "read", "Mesh:Access:Tokens:0:Rule:0:")]
    [InlineData("Access", "Tokens", "Rules", "Prefx", "read", "Mesh:Access:Tokens:0:Rules:0:Prefx")]
    [InlineData("Access", "Tokens", "Rules", "Prefix", "reed", "Mesh:Access:Tokens:0:Rules:0:Allow:0: 'reed'")]
    [InlineData("Access", "Tokens", "Rules", "Prefix", "7", "Mesh:Access:Tokens:0:Rules:0:Allow:0: '7'")]
    [InlineData("Access", "Tokens", "Rules", "Prefix", "", "Mesh:Access:Tokens:0:Rules:0:Allow")]
    public void Slip_is_named_and_the_secret_is_not(string section, string tokens, string rules, string prefix, string allow, string expected) => Check(
        $$"""
        { "Mesh": { "{{section}}": { "{{tokens}}": [ { "Name": "ops", "Secret": "{{Secret}}", "{{rules}}": [ { "{{prefix}}": "a", "Allow": [ "{{allow}}" ] } ] } ] } } }
        """,
        expected);

    [Theory]
    [InlineData("""{ "Mesh": { "Access": "on" } }""", "Mesh:Access: 'on' must be a section")]
    [InlineData("""{ "Mesh": { "Access": { "Tokens": { "Name": "ops", "Secret": "the-secret-of-the-operator" } } } }""", "Mesh:Access:Tokens:Secret: '...' must be a list")]
    [InlineData("""{ "Mesh": { "Access": { "Tokens": "the-secret-of-the-operator" } } }""", "Mesh:Access:Tokens: '...' must be a list")]
    [InlineData("""{ "Mesh": { "Access": { "Anonymous": [ { "Prefix": "a", "Allow": [ "read" ] } ] } } }""", "Mesh:Access:Anonymous: means nothing")]
    [InlineData("""{ "Mesh": { "Access": { "Tokens": [ { "Name": "ops", "Secret": "the-secret-of-the-operator" } ] } } }""", "Mesh:Access:Tokens:0:Rules: at least one")]
    public void Section_of_another_form_is_refused(string text, string expected) => Check(text, expected);

    private void Check(string text, string expected)
    {
        var file = Path.Combine(_directory, "node.json");
        File.WriteAllText(file, text);

        var trouble = Assert.ThrowsAny<Exception>(() => Start(file));

        var said = trouble is OptionsValidationException faults ? OptionFaultText.ToLine(faults.Failures) : trouble.Message;
        Assert.True(trouble is OptionsValidationException or MeshHoconException, $"{trouble}");
        Assert.Contains(expected, said, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, said, StringComparison.Ordinal);
    }

    private static void Start(string file)
    {
        var (app, _) = NodeHost.Build(new NodeCommand(new Dictionary<string, string?>(), [file], false), new QuietStart(TimeProvider.System));
        _ = app.Services.GetRequiredService<IOptions<AccessOptions>>().Value;
    }
}
