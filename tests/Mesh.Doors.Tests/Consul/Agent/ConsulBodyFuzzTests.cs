using System.Text;
using CsCheck;
using Mesh.Catalog;
using Mesh.Node.Consul.Agent;
using Mesh.Node.Consul.Json;

namespace Mesh.Doors.Tests.Consul.Agent;

/// <summary>Whatever a body holds, it is a registration or it is refused; the parser never fails.</summary>
public sealed class ConsulBodyFuzzTests(AgentNode node) : IClassFixture<AgentNode>
{
    private static readonly string[] Fields =
    [
        "Name", "name", "ID", "Address", "Port", "Tags", "Meta", "Check", "Checks", "check", "Weights", "weights", "Kind",
        "TaggedAddresses", "tagged_addresses", "EnableTagOverride", "enable_tag_override", "TTL", "ttl", "HTTP", "TCP",
        "UDP", "GRPC", "H2PING", "AliasService", "Interval", "interval", "Timeout", "Header", "Method", "Body", "Status",
        "CheckID", "Notes", "DeregisterCriticalServiceAfter", "SuccessBeforePassing", "FailuresBeforeCritical", "Passing",
        "Warning", "Script", "Node", "NodeMeta", "Service", "ServiceID", "SkipNodeUpdate", "nonsense", "\\ud800", "",
    ];

    private static readonly Gen<string> Scalar = Gen.OneOf(
        "null", "true", "false", "0", "-1", "1", "80", "65536", "1e999", "99999999999999999999999999", "-0.5", "1.5e3",
        "\"\"", "\"a\"", "\"10s\"", "\"1h2m3.5s\"", "\"-1s\"", "\"99999999h\"", "\"passing\"", "\"http://127.0.0.1:1/\"",
        "\"127.0.0.1:1\"", "\"0.0.0.0\"", "\"\\ud800\"", "\"\\u0000\"", "\"consul/x\"", "\"" + new string('x', 600) + "\"");

    private static readonly Gen<string> Value = Level(Level(Level(Scalar)));

    private static readonly Gen<byte[]> Bytes = Gen.Frequency(
        (6, Level(Value).Select(Encoding.UTF8.GetBytes)),
        (2, Gen.Byte.Array[0, 200]),
        // A whole body with one byte changed or the rest cut off.
        (2, Gen.Select(Value, Gen.Int[0, 4_000], Gen.Byte, (body, at, b) =>
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            if (at < bytes.Length)
                bytes[at] = b;
            return bytes;
        })));

    [Fact]
    public void Any_bytes_are_a_registration_or_faults() => Bytes.Sample(
        bytes =>
        {
            var (root, status, fault) = ConsulBody.Parse(bytes);
            if (root is not { } body)
            {
                Assert.Equal(400, status);
                Assert.NotEmpty(fault);
                return;
            }

            var faults = new List<InvalidField>();
            var (instance, all) = ServiceDefinitionMapping.ToInstance(new FieldReader(body, "", faults), "127.0.0.1", null, faults);
            Assert.Equal(instance is null, all.Count > 0);
            if (instance is not null)
                Assert.Empty(InstanceValidation.Check(instance));
            var write = CatalogWriteMapping.ToWrite(body);
            Assert.True(write.Faults.Count > 0 || write.Node.Name.Length > 0);
            CatalogWriteMapping.ToRemoval(body);
            CheckDefinitionMapping.OfAgent(new FieldReader(body, "", []));
        },
        iter: 20_000);

    [Fact]
    public async Task Any_bytes_are_answered_and_nothing_is_half_applied()
    {
        var paths = Gen.OneOf(
            "agent/service/register", "agent/check/register", "agent/check/update/service:none", "catalog/register", "catalog/deregister");
        await Gen.Select(paths, Bytes).SampleAsync(
            async (path, bytes) =>
            {
                var before = await StateAsync();
                using var content = new ByteArrayContent(bytes);
                using var response = await node.Http.PutAsync(new Uri(path, UriKind.Relative), content);
                var status = (int)response.StatusCode;
                var text = await response.Content.ReadAsStringAsync();
                Assert.True(status is 200 or 400 or 404, $"{path} answered {status}: {text}");
                if (status != 200)
                    Assert.Equal(before, await StateAsync());
            },
            iter: 1_000,
            threads: 1);
    }

    [Theory]
    [InlineData(31, 200)]
    [InlineData(40, 400)]
    [InlineData(100_000, 400)]
    public async Task Nesting_is_bounded(int depth, int expected)
    {
        // One level is the body itself.
        var nested = new string('[', depth - 1) + new string(']', depth - 1);
        var reply = await node.SendAsync("PUT", "agent/service/register", $$"""{"Name":"deep","nonsense":{{nested}}}""");

        Assert.Equal(expected, reply.Status);
    }

    [Fact]
    public async Task Body_beyond_the_bound_is_refused_as_such()
    {
        var reply = await node.SendAsync(
            "PUT", "agent/service/register", $$"""{"Name":"large","nonsense":"{{new string('x', ConsulBody.MaxBytes)}}"}""");

        Assert.Equal(413, reply.Status);
        Assert.Equal("[]", (await node.GetAsync("health/service/large")).Body);
    }

    private static Gen<string> Level(Gen<string> inner) => Gen.Frequency(
        (3, inner),
        (1, inner.Array[0, 4].Select(items => $"[{string.Join(',', items)}]")),
        (4, Gen.Select(Gen.OneOf(Fields), inner).Array[0, 8].Select(
            fields => $"{{{string.Join(',', fields.Select(f => $"\"{f.Item1}\":{f.Item2}"))}}}")));

    private async Task<string> StateAsync() =>
        (await node.GetAsync("agent/services")).Body + (await node.GetAsync("catalog/services")).Body;
}
