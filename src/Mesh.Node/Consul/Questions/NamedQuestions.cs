using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Reading;

namespace Mesh.Node.Consul.Questions;

/// <summary>Questions about a name in the path, which must be there: without it Consul says which is missing.</summary>
internal static class NamedQuestions
{
    public static SourceOrFault Service(string name, Func<string, SourceOrFault> ask) => Of(name, "service name", ask);

    public static SourceOrFault Node(string name, Func<string, SourceOrFault> ask) => Of(name, "node name", ask);

    public static SourceOrFault State(string state, Func<string, SourceOrFault> ask) => Of(state, "check state", ask);

    private static SourceOrFault Of(string name, string what, Func<string, SourceOrFault> ask) =>
        name.Length == 0 ? new(null, ConsulFault.Invalid($"Missing {what}")) : ask(name);
}
