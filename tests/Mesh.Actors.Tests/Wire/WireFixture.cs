using Akka.Actor;
using Akka.Configuration;
using Mesh.Wire;

namespace Mesh.Actors.Tests.Wire;

/// <summary>An ActorSystem with nothing but the serializer in it.</summary>
public sealed class WireFixture : IDisposable
{
    public ActorSystem System { get; } = ActorSystem.Create(
        "wire", ConfigurationFactory.ParseString(MeshSerializerHocon.Text + "\nakka.loglevel = WARNING"));

    internal MeshSerializer Serializer => (MeshSerializer)System.Serialization.FindSerializerForType(typeof(IWireMessage));

    internal byte[] Write(IWireMessage message) => Serializer.ToBinary(message);

    public object Read(byte[] bytes, string manifest) => Serializer.FromBinary(bytes, manifest);

    public void Dispose() => System.Dispose();
}
