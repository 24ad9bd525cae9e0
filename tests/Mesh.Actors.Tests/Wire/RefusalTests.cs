using Akka.Actor;
using Akka.Configuration;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Registry;
using Mesh.Replication;
using Mesh.Wire;

namespace Mesh.Actors.Tests.Wire;

/// <summary>What has no manifest does not leave the process and does not get into it.</summary>
public sealed class RefusalTests(WireFixture wire) : IClassFixture<WireFixture>
{
    public sealed record Stranger(string Name) : IWireMessage;

    private sealed record Unbound(string Name);

    [Fact]
    public void Type_without_manifest_is_refused()
    {
        Assert.Throws<MalformedMessageException>(() => wire.Serializer.Manifest(new Stranger("x")));
        Assert.Throws<MalformedMessageException>(() => wire.Write(new Stranger("x")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("zz9")]
    [InlineData("RG1")]
    [InlineData("Mesh.Registry.RegistryProtocol+Register, Mesh.Actors")]
    [InlineData("System.Diagnostics.Process, System.Diagnostics.Process")]
    public void Unknown_manifest_is_refused_and_shown_short(string manifest)
    {
        var e = Assert.Throws<MalformedMessageException>(() => wire.Read([], manifest));

        Assert.True(e.Manifest.Length <= 16);
        Assert.StartsWith(e.Manifest, manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void Unpaired_surrogate_is_refused_in_a_record_and_harmless_elsewhere()
    {
        // A detail that was cut to its length in the middle of a pair must not cost the message.
        var cut = new RegistryProtocol.Unavailable("went away \ud83d");

        var read = (RegistryProtocol.Unavailable)wire.Read(wire.Write(cut), WireManifests.Unavailable);

        Assert.Equal("went away \ufffd", read.Reason);
        Assert.False(InstanceId.TryParse("o-\ud83d", out _, out _));
        var fault = Assert.Single(InstanceValidation.Check(WireSamples.Instance with { Tags = ["\udc00x"] }));
        Assert.Equal("tags", fault.Field);
    }

    [Theory]
    [InlineData(typeof(RegistryProtocol.Register))]
    [InlineData(typeof(InstanceBucket))]
    [InlineData(typeof(PolicyTable))]
    [InlineData(typeof(ReplicationProtocol.Push))]
    public void Built_in_settings_bind_messages_and_replicated_values_and_refuse_the_rest(Type message)
    {
        using var system = ActorSystem.Create("refusal", ConfigurationFactory.ParseString("akka.actor.provider = local")
            .WithFallback(MeshHocon.Reference));
        var serialization = system.Serialization;

        Assert.IsType<MeshSerializer>(serialization.FindSerializerForType(message));
        Assert.IsType<RefusingSerializer>(serialization.FindSerializerForType(typeof(Unbound)));
        Assert.ThrowsAny<Exception>(() => serialization.FindSerializerFor(new Unbound("x")).ToBinary(new Unbound("x")));
        Assert.ThrowsAny<Exception>(() => serialization.Deserialize(
            "{\"$type\":\"System.IO.FileInfo\"}"u8.ToArray(), RefusingSerializer.FallbackIdentifier, ""));
    }

    [Fact]
    public void Forwarded_holds_nothing_but_a_command()
    {
        // A Forwarded within a Forwarded: the schema could nest without end, the reader does not.
        var inner = wire.Write(new RegistryPeerProtocol.Forwarded(
            new RegistryProtocol.Unsubscribe(ServiceName.Parse("orders"))));
        var outer = new CodedField([]).Bytes(1, "fw1"u8.ToArray()).Bytes(2, inner).ToArray();

        Assert.Throws<MalformedMessageException>(() => wire.Read(outer, WireManifests.Forwarded));
    }

    [Fact]
    public void Fragment_for_outside_clients_agrees_with_the_built_in_settings()
    {
        var fragment = ConfigurationFactory.ParseString(MeshSerializerHocon.Text);
        const string Binding = "akka.actor.serialization-bindings.\"Mesh.IWireMessage, Mesh.Actors\"";
        const string Identifier = "akka.actor.serialization-identifiers.\"Mesh.Wire.MeshSerializer, Mesh.Actors\"";

        foreach (var key in new[] { "akka.actor.serializers.mesh", Binding, Identifier })
            Assert.Equal(fragment.GetString(key), MeshHocon.Reference.GetString(key));
        Assert.Equal(MeshSerializer.Id, fragment.GetInt(Identifier));
    }
}
