using Akka.Actor;
using Akka.Configuration;
using Mesh.Catalog;
using Mesh.Hosting;
using Mesh.Membership.Joining;
using Mesh.Trust;

namespace Mesh.Links;

/// <summary>What the transport is told by the section akka.remote.mesh-tcp.</summary>
/// <param name="Bind">Names and addresses to listen on.</param>
/// <param name="Port">To listen on; 0: any free one.</param>
/// <param name="PublicHost">What others call; without brackets.</param>
/// <param name="PublicPort">What others call; 0: the one that is listened on.</param>
/// <param name="LongestMessage">In bytes.</param>
/// <param name="Terms">Null: the ActorSystem is no node of a mesh.</param>
internal sealed record LinkSettings(
    ValueList<string> Bind,
    int Port,
    string PublicHost,
    int PublicPort,
    int LongestMessage,
    TimeSpan ConnectLimit,
    TimeSpan HelloLimit,
    int MostUnknown,
    int MostUnknownOfOneHost,
    int MostOfOneNode,
    int MostOfOneHost,
    MeshTransportSetup? Setup,
    MeshTerms? Terms)
{
    public const string Section = "akka.remote.mesh-tcp";

    private const string StockSection = "akka.remote.dot-netty.tcp";

    /// <summary>Null: TLS is off.</summary>
    public MeshCertificates? Tls => Setup?.Certificates;

    public MeshTrust? Trust => Setup?.Trust;

    public string Scheme => Tls is null ? "tcp" : "ssl.tcp";

    public static LinkSettings Of(ActorSystem system, Config config)
    {
        var all = system.Settings.Config;
        // An application that configures remoting itself (WithRemoting) names its address in the section of Akka's transport.
        var stock = all.GetConfig(StockSection);
        var own = stock is not null && stock.GetString("hostname", "").Length > 0 ? stock : config;
        var host = Plain(own.GetString("hostname", ""));
        var bind = config.GetStringList("bind", []).Where(b => b.Length > 0).ToArray();
        var publicHost = Plain(own.GetString("public-hostname", ""));
        return new LinkSettings(
            ValueList.From(bind.Length > 0 && own == config ? bind : [host]),
            own.GetInt("port"),
            publicHost.Length > 0 ? publicHost : host,
            own.GetInt("public-port", 0),
            (int)(config.GetByteSize("maximum-frame-size", null) ?? 8 * 1024 * 1024),
            config.GetTimeSpan("connection-timeout", TimeSpan.FromSeconds(5)),
            config.GetTimeSpan("hello-timeout", TimeSpan.FromSeconds(10)),
            config.GetInt("most-unknown-connections", 256),
            config.GetInt("most-unknown-connections-of-one-host", 64),
            config.GetInt("most-connections-of-one-node", 16),
            config.GetInt("most-connections-of-one-host", 512),
            system.Settings.Setup.Get<MeshTransportSetup>() is { HasValue: true } tls ? tls.Value : null,
            all.GetString("mesh.name", "") is { Length: > 0 } name
                ? new MeshTerms(name, all.GetInt("mesh.buckets"), all.GetInt("mesh.wire-version"))
                : null);
    }

    private static string Plain(string host) => host.Trim('[', ']');
}
