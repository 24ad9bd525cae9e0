using System.Text.Json;
using Mesh.Node.Consul.Answers;
using Mesh.Node.Consul.Json;

namespace Mesh.Node.Consul.Requests;

/// <summary>
/// Writes that name another datacenter, namespace or partition are refused, whether the query, a header or the body names
/// it: carried out here they would change what the caller did not mean. What an agent keeps is its own in Consul too, so
/// that a datacenter in a query to an agent means nothing. Pure.
/// </summary>
internal static class WriteScope
{
    private static readonly PathString Agent = "/v1/agent";

    public static ConsulFault? Check(HttpRequest request, ConsulOptions options)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return null;
        var datacenter = request.Query.ContainsKey("datacenter") ? Text(request, "datacenter") : Text(request, "dc");
        return ConsulQueryMapping.CheckScope("namespace", Text(request, "ns"))
            ?? ConsulQueryMapping.CheckScope("namespace", request.Headers[ConsulHeaders.Namespace])
            ?? ConsulQueryMapping.CheckScope("partition", Text(request, "partition"))
            ?? ConsulQueryMapping.CheckScope("partition", request.Headers[ConsulHeaders.Partition])
            ?? (request.Path.StartsWithSegments(Agent) ? null : CheckDatacenter(datacenter, options));
    }

    /// <summary>The body of a registration or removal.</summary>
    public static ConsulFault? Check(JsonElement body, ConsulOptions options)
    {
        if (body.ValueKind is not JsonValueKind.Object)
            return null;
        var reader = new FieldReader(body, "", []);
        return CheckNames(reader)
            ?? CheckDatacenter(reader.Text("Datacenter"), options)
            ?? (reader.Object("Service") is { } service ? CheckNames(service) : null);
    }

    /// <summary>The body of what an agent is told, which has no datacenter.</summary>
    public static ConsulFault? CheckNames(JsonElement body) => CheckNames(new FieldReader(body, "", []));

    private static ConsulFault? CheckNames(FieldReader reader) =>
        ConsulQueryMapping.CheckScope("namespace", reader.Text("Namespace"))
        ?? ConsulQueryMapping.CheckScope("partition", reader.Text("Partition"));

    private static ConsulFault? CheckDatacenter(string name, ConsulOptions options) =>
        name.Length == 0 || string.Equals(name, options.Datacenter, StringComparison.OrdinalIgnoreCase) ? null : ConsulFault.NoPath;

    private static string Text(HttpRequest request, string name) => request.Query[name].ToString();
}
