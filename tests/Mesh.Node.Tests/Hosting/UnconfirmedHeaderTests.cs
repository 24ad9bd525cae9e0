using Mesh.Client.Local;
using Mesh.Node.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Mesh.Node.Tests.Hosting;

public sealed class UnconfirmedHeaderTests
{
    [Fact]
    public async Task Answer_names_each_member_that_was_missed_once_and_only_then()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Use(next => http => UnconfirmedHeader.InvokeAsync(http, next));
        app.MapPut("/missed", async () =>
        {
            await Task.Yield();
            MissingMembers.Note(["10.0.0.2:4053", "10.0.0.1:4053"]);
            MissingMembers.Note(["10.0.0.2:4053"]);
        });
        app.MapPut("/whole", () => MissingMembers.Note([]));
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var missed = await http.PutAsync("/missed", null);
        using var whole = await http.PutAsync("/whole", null);

        Assert.Equal(["10.0.0.1:4053, 10.0.0.2:4053"], missed.Headers.GetValues(UnconfirmedHeader.Name));
        Assert.False(whole.Headers.Contains(UnconfirmedHeader.Name));
        await app.StopAsync();
    }
}
