using System.Net;

namespace Mesh.Client.Tests.Http;

/// <summary>Stands where the network would be and writes down what arrives.</summary>
internal sealed class StubPrimary : HttpMessageHandler
{
    public List<(string Uri, string? Host, string? Body)> Seen { get; } = [];

    public Func<HttpRequestMessage, int, Task<HttpResponseMessage>> Answer { get; set; } =
        (_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Seen.Add((request.RequestUri!.ToString(), request.Headers.Host, null));
        var response = await Answer(request, Seen.Count);
        if (request.Content is { } content)
            Seen[^1] = Seen[^1] with { Body = await content.ReadAsStringAsync(cancellationToken) };
        return response;
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        SendAsync(request, cancellationToken).GetAwaiter().GetResult();
}
