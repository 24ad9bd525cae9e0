using Google.Protobuf;
using Google.Protobuf.Reflection;
using Mesh.Catalog;
using Mesh.Federation.Link;
using Mesh.Testing;
using P = Mesh.Federation.Link.Proto;

namespace Mesh.Node.Tests.Federation;

/// <summary>
/// The bytes of what gateways of different meshes say over gRPC as they were when they were introduced. After an intended
/// change of the form (one that older gateways can read): MESH_GOLDEN=write.
/// </summary>
public sealed class FederationGoldenTests
{
    private static readonly ServiceName Orders = ServiceName.Parse("orders");

    /// <summary>The messages of the schema; of one that is one thing of several, each of them.</summary>
    private static readonly string[] Names =
        [.. P.FederationReflection.Descriptor.MessageTypes.SelectMany(m => m.Oneofs.Count == 0 ? [m.Name] : CasesOf(m))];

    public static TheoryData<string> Kinds { get; } = [.. Names];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Message_has_the_golden_bytes_and_is_read_from_them(string kind)
    {
        Assert.True(FederationSamples.All.TryGetValue(kind, out var message), $"there is no sample of {kind}");

        var golden = GoldenFile.Read(FileOf(kind), kind, message.ToByteArray);

        Assert.Equal(golden, GoldenFile.TextOf(message.ToByteArray()));
        var read = message.Descriptor.Parser.ParseFrom(GoldenFile.BytesOf(golden));
        Assert.Equal(message, read);
        Assert.Equal(golden, GoldenFile.TextOf(read.ToByteArray()));
    }

    [Fact]
    public void Golden_events_are_understood()
    {
        var item = new RemoteInstance(FederationSamples.View.Instance, FederationSamples.View.Standing);

        Assert.Equal(new LinkEvent.Put(item), Understood("Event.Put"));
        Assert.Equal(new LinkEvent.Snapshot("eu", 9, [item]), Understood("Event.Snapshot"));
        Assert.Equal(new LinkEvent.Removed(InstanceId.Parse("o-1")), Understood("Event.Removed"));
        Assert.IsType<LinkEvent.Heartbeat>(Understood("Event.Heartbeat"));
        Assert.IsType<LinkEvent.NotExported>(Understood("Event.NotExported"));
    }

    [Fact]
    public void There_is_no_golden_file_without_a_message() => Assert.Equal(
        Names.Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.GetDirectoryName(FileOf("x"))!).Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    [Fact]
    public void Golden_bytes_show_every_field_of_the_schema() => Assert.Equal(
        SchemaFields.All(P.FederationReflection.Descriptor).Order(StringComparer.Ordinal),
        FederationSamples.All
            .Select(s => s.Value.Descriptor.Parser.ParseFrom(GoldenFile.BytesOf(File.ReadAllText(FileOf(s.Key)))))
            .SelectMany(SchemaFields.SetIn).Distinct().Order(StringComparer.Ordinal));

    /// <summary>The paths of gRPC are on the wire too.</summary>
    [Fact]
    public void Calls_are_these() => Assert.Equal(
        [
            "mesh.federation.v1.Federation/Ping: PingRequest > PingReply",
            "mesh.federation.v1.Federation/Query: ServiceRequest > Snapshot",
            "mesh.federation.v1.Federation/Subscribe: ServiceRequest > stream Event",
            "mesh.federation.v1.Overlay/Ask: Sealed > SealedAnswers",
        ],
        P.FederationReflection.Descriptor.Services.SelectMany(s => s.Methods).Select(Say).Order(StringComparer.Ordinal));

    private static string Say(MethodDescriptor call) =>
        $"{call.Service.FullName}/{call.Name}: {(call.IsClientStreaming ? "stream " : "")}{call.InputType.Name}"
        + $" > {(call.IsServerStreaming ? "stream " : "")}{call.OutputType.Name}";

    private static IEnumerable<string> CasesOf(MessageDescriptor message) =>
        message.Oneofs.SelectMany(o => o.Fields).Select(f => $"{message.Name}.{f.PropertyName}");

    private static LinkEvent? Understood(string kind) =>
        FederationMapping.FromWire(Orders, P.Event.Parser.ParseFrom(GoldenFile.BytesOf(File.ReadAllText(FileOf(kind)))));

    private static string FileOf(string kind) =>
        SourceTree.PathOf("tests", "Mesh.Node.Tests", "Federation", "Golden", kind + ".hex");
}
