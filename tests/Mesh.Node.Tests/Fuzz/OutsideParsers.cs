using System.Buffers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mesh.Hosting;
using Mesh.Kademlia.Wire;
using Mesh.Links;
using Mesh.Node.Consul.Filter;
using Mesh.Node.Dns;
using Mesh.Node.Etcd.Json;
using Mesh.Node.Etcd.Proto;
using Mesh.Node.Hosting;
using Mesh.Testing;

namespace Mesh.Node.Tests.Fuzz;

/// <summary>What reads bytes of others, each by the name of its folder of the corpus. What is thrown is a finding, but for its own refusals.</summary>
internal sealed class OutsideParsers : IDisposable
{
    private const int LongestMessage = 1024 * 1024;

    private readonly string _directory = Directory.CreateTempSubdirectory("mesh-fuzz").FullName;

    public static IReadOnlyList<string> Names { get; } =
        ["dns", "filter", "etcd-json", "hello", "frames", "kad", "settings-json", "revocations"];

    /// <summary>Files are written for those: fewer rounds take as long.</summary>
    public static bool IsOfFiles(string name) => name is "settings-json" or "revocations";

    public static string FolderOf(string name) => name is "kad"
        ? SourceTree.PathOf("tests", "Mesh.Kademlia.Tests", "Golden")
        : SourceTree.PathOf("tests", "Mesh.Node.Tests", "Fuzz", "Corpus", name);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    public void Read(string name, byte[] bytes)
    {
        switch (name)
        {
            case "dns":
                DnsQueryParser.Parse(bytes, out _);
                break;
            case "filter":
                FilterParser.Parse(Encoding.UTF8.GetString(bytes));
                break;
            case "etcd-json":
                foreach (var type in (Google.Protobuf.Reflection.MessageDescriptor[])[RangeRequest.Descriptor, TxnRequest.Descriptor, WatchRequest.Descriptor])
                    JsonMessages.Parse(type, bytes);
                JsonMessages.Split(bytes);
                break;
            case "hello":
                Refuses<LinkException>(() => Hello(bytes));
                break;
            case "frames":
                Refuses<LinkException>(() => Frames(bytes));
                break;
            case "kad":
                KadCodec.TryRead(bytes, out _, out _);
                break;
            case "settings-json":
                Refuses<MeshHoconException>(() => SettingsFile.Read(Write("node.json", bytes), NodeOptionList.Tree));
                break;
            default:
                Refuses<CryptographicException>(() => CertificateRevocations.Read(Write("revoked", bytes), Authority()));
                break;
        }
    }

    private static void Refuses<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
        }
        catch (T)
        {
            // In words, for whoever sent it.
        }
    }

    private static void Hello(byte[] bytes)
    {
        foreach (var mark in new[] { LinkFrames.CallerMark.ToArray(), LinkFrames.AnswerMark.ToArray() })
        {
            var come = new ReadOnlySequence<byte>(bytes);
            if (LinkFrames.TryTakeHello(ref come, mark, out var hello))
                LinkHelloCodec.Read(hello);
        }
    }

    private static void Frames(byte[] bytes)
    {
        var come = new ReadOnlySequence<byte>(bytes);
        while (LinkFrames.TryTake(ref come, LongestMessage, out _))
        {
            // On to the next one.
        }
    }

    private static X509Certificate2Collection Authority()
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile(Path.Combine(FolderOf("revocations"), "authority.pem"));
        return authority;
    }

    private string Write(string name, byte[] bytes)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
