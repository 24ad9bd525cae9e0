// A client made from the document of the node that is named as the argument, used against that node.
using Made;

using var http = new HttpClient();
var mesh = new MeshApi(http) { BaseUrl = args[0] };

var put = await mesh.RegisterInstanceAsync("made", "cs-1", null, null, null, "*", new RegisterBody
{
    Host = "10.0.0.5",
    Port = 8080,
    Tags = ["blue"],
    Ttl = "30s",
    Status = RegisterBodyStatus.Passing,
});
Check("registered", put.Claim > 0);
var shown = await mesh.GetInstanceAsync("made", "cs-1");
int port = shown.Port;
Check("port is a number", port == 8080 && shown.Status == InstanceModelStatus.Passing);
Check("is listed", (await mesh.GetServiceAsync("made", null, Standing.Confirmed, ["blue"], null, null)).Instances.Count == 1);
Check("is picked", (await mesh.PickInstancesAsync("made", null, null, 1, null, null, null)).Instances.Single().Id == "cs-1");

var refused = await RefusedAsync(() => mesh.RegisterInstanceAsync("made", "cs-1", null, null, null, null, new RegisterBody { Host = "not a host", Port = 70000 }));
Check("is refused with a problem", refused.StatusCode == 400 && refused.Result.Detail is not null);
var late = await RefusedAsync(() => mesh.RenewInstanceAsync("made", "cs-1", "\"1\"", new RenewBody()));
Check("is refused for another claim", late.StatusCode == 412);
await mesh.RenewInstanceAsync("made", "cs-1", $"\"{shown.Claim}\"", new RenewBody());
var gone = await mesh.DeregisterInstanceAsync("made", "cs-1", $"\"{shown.Claim}\"");
Check("deregistered", gone.Id == "cs-1");
Console.WriteLine("done");

static void Check(string what, bool holds)
{
    if (!holds)
        throw new InvalidOperationException(what);
}

static async Task<ApiException<ApiProblem>> RefusedAsync<T>(Func<Task<T>> call)
{
    try
    {
        await call();
    }
    catch (ApiException<ApiProblem> refusal)
    {
        return refusal;
    }

    throw new InvalidOperationException("was not refused");
}
