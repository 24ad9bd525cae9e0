using Mesh.Palette.Api;
using static Mesh.Palette.Commands.CommandArguments;

namespace Mesh.Palette.Commands;

internal static class RegisterCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "register",
        Description = "Register an instance, or replace it; without --ttl or a check it is kept until it is deregistered",
        Arguments =
        [
            Service,
            new PaletteArgument("id", "The id of the instance within its service") { IsMandatory = true, ValueName = "ID" },
            new PaletteArgument("address", "Where callers reach it") { IsMandatory = true, ValueName = "HOST:PORT" },
            Text("ttl", "Critical unless renewed within this time, such as 10s", "DURATION"),
            Flag("tcp", "The node checks it by connecting to its address"),
            Text("http", "The node checks it by a GET of this URL", "URL"),
            Flag("grpc", "The node checks it by grpc.health.v1 at its address"),
            Text("interval", "Time between two checks, default 10s", "DURATION"),
            Text("timeout", "Time after which a check has failed, default 2s", "DURATION"),
            Text("passes", "Results in a row that turn it passing, default 1", "N"),
            Text("fails", "Failures in a row that turn it critical, default 1", "N"),
            Text("deregister-after", "Removed after so long in critical, default 60s, 0s: never", "DURATION"),
            Text("lifetime", "Whose life it shares: owned, leased, anchored or floating; by default by --ttl and check", "KIND"),
            Flag("floating", "The same as --lifetime floating: it lives until it is removed, whatever becomes of this node"),
            .. RegisterInput.Arguments,
            Text("consistency", "Wait for local (default), majority or all of the nodes"),
            Text("deadline", "How long to wait for them, default 5s", "DURATION"),
        ],
        Examples =
        [
            "register orders --id o-1 --address 10.0.0.5:8080 --ttl 10s",
            "register orders --id o-2 --address 10.0.0.6:8080 --http http://10.0.0.6:8080/healthz --interval 5s",
            "register db --id db-2 --address db.internal:5432 --tcp --floating",
            "register db --id db-1 --address db.internal:5432 --tcp --zone a --weight 2 --tag primary --meta team=store",
        ],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var mapped = RegisterInput.ToBody(call.Input);
        if (!mapped.IsValid)
            return call.Fail(ApiProblems.Invalid(mapped.Faults));
        var reply = await call.Api.RegisterAsync(
            call.Input.Text("service"),
            call.Input.Text("id"),
            mapped.Value!,
            call.Input.Optional("consistency"),
            call.Input.Optional("deadline"),
            call.Cancellation);
        var exit = call.Finish(reply, ApiJson.Wire.RegisterReply, View);
        return reply.Value?.Reached is false
            ? call.Fail(ApiProblems.NotNow(
                $"registered, but only {reply.Value.ConfirmedBy} confirmed it before the deadline"))
            : exit;
    }

    private static PaletteView View(RegisterReply reply) => PaletteView.Of(
        $"registered {reply.Service}/{reply.Id}, revision {reply.Revision}, confirmed by {reply.ConfirmedBy}, claim {reply.Claim}");
}
