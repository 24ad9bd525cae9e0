using Mesh.Hosting;

namespace Mesh.Node.Http;

/// <summary>What is to be seen to about the node's certificate, for people; empty: nothing, or there is no TLS.</summary>
internal static class CertificateNotice
{
    public static string Of(IServiceProvider services) =>
        services.GetService<MeshSetup>()?.Certificates.Value?.NoticeAt(services.GetRequiredService<TimeProvider>().GetUtcNow()) ?? "";
}
