using System.Diagnostics.CodeAnalysis;
using System.Text;
using Google.Protobuf;
using Mesh.Kademlia.Records;
using P = Mesh.Kademlia.Wire.Proto;

namespace Mesh.Kademlia.Wire;

/// <summary>A locator as the payload of a record.</summary>
public static class LocatorCodec
{
    /// <exception cref="ArgumentException">Too many gateways, or a region name that is too long.</exception>
    public static ReadOnlyMemory<byte> Write(MeshLocator locator) => Write(locator, MeshCertificate.SelfNamed(""));

    /// <param name="certificate">Whose locator it is, by the word of the authority.</param>
    /// <inheritdoc cref="Write(MeshLocator)"/>
    public static ReadOnlyMemory<byte> Write(MeshLocator locator, MeshCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(locator);
        ArgumentNullException.ThrowIfNull(certificate);
        if (locator.Gateways.Length > MeshLocator.MaxGateways)
            throw new ArgumentException($"{locator.Gateways.Length} gateways, allowed are {MeshLocator.MaxGateways}", nameof(locator));
        var wire = new P.Locator
        {
            Epoch = locator.Epoch,
            Flags = locator.Flags,
            MeshName = certificate.Name,
            CertifiedUntil = (ulong)certificate.Until,
            Certificate = ByteString.CopyFrom(certificate.Signature.Span),
        };
        foreach (var gateway in locator.Gateways)
        {
            if (Encoding.UTF8.GetByteCount(gateway.Region) > KadLimits.RegionBytes)
                throw new ArgumentException($"region '{gateway.Region}' has more than {KadLimits.RegionBytes} bytes", nameof(locator));
            if (gateway.Address.Port == 0)
                throw new ArgumentException($"gateway '{gateway.Address}' has no port", nameof(locator));
            wire.Gateways.Add(new P.Gateway
            {
                Address = ByteString.CopyFrom(gateway.Address.HostBytes()),
                Port = gateway.Address.Port,
                Region = gateway.Region,
                Weight = (uint)gateway.Weight,
            });
        }

        return wire.ToByteArray();
    }

    public static bool TryRead(ReadOnlyMemory<byte> payload, [NotNullWhen(true)] out MeshLocator? locator) =>
        TryRead(payload, out locator, out _);

    /// <param name="certificate">As the payload says; not checked here.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> payload,
        [NotNullWhen(true)] out MeshLocator? locator,
        [NotNullWhen(true)] out MeshCertificate? certificate)
    {
        (locator, certificate) = (null, null);
        try
        {
            var wire = P.Locator.Parser.ParseFrom(payload.Span);
            KadLimits.Count(wire.Gateways.Count, MeshLocator.MaxGateways, "gateways");
            KadLimits.Bytes(Encoding.UTF8.GetBytes(wire.MeshName), MeshCertificate.MaxNameBytes, "mesh_name");
            KadLimits.Bytes(wire.Certificate.Memory, KadLimits.Signature, "certificate");
            certificate = new MeshCertificate(wire.MeshName, (long)Math.Min(wire.CertifiedUntil, long.MaxValue), wire.Certificate.Memory);
            locator = new MeshLocator(wire.Epoch, wire.Flags, [.. wire.Gateways.Select(FromWire)]);
            return true;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or KadFormatException)
        {
            // A mesh may sign nonsense; the reader goes on with the others.
            return false;
        }
    }

    private static GatewayEndpoint FromWire(P.Gateway gateway)
    {
        KadLimits.Bytes(Encoding.UTF8.GetBytes(gateway.Region), KadLimits.RegionBytes, "gateways.region");
        return new GatewayEndpoint(
            KadReading.Address(gateway.Address, gateway.Port, "gateways"),
            gateway.Region,
            KadLimits.Within(gateway.Weight, 0, ushort.MaxValue, "gateways.weight"));
    }
}
