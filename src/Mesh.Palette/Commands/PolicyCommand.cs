using System.Globalization;
using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class PolicyCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "policy",
        Description = "Show how callers of a service choose, or change it",
        Arguments =
        [
            CommandArguments.Service,
            CommandArguments.Many(
                "set",
                "policy=NAME, zone=none|prefer|strict, fail-open=0..1, share:version=2=5 (5 % to version 2), shares=none",
                "KEY=VALUE"),
        ],
        Examples =
        [
            "policy orders",
            "policy orders --set policy=consistent-hash --set zone=prefer",
            "policy orders --set share:version=2=5",
        ],
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var service = call.Input.Text("service");
        var reply = await call.Api.GetPolicyAsync(service, call.Cancellation);
        if (reply.IsDone && call.Input.Has("set"))
        {
            var changed = PolicyInput.Change(reply.Value, call.Input.All("set"));
            if (!changed.IsValid)
                return call.Fail(ApiProblems.Invalid(changed.Faults));
            reply = await call.Api.SetPolicyAsync(service, changed.Value!, call.Cancellation);
        }

        return call.Finish(reply, ApiJson.Wire.PolicyModel, View);
    }

    private static PaletteView View(PolicyModel model) => PaletteView.Of(
    [
        $"policy    {model.Policy}",
        $"zone      {model.ZonePreference}",
        string.Create(CultureInfo.InvariantCulture, $"fail-open {model.FailOpen}"),
        .. model.Exported is true ? ["exported"] : Array.Empty<string>(),
        .. (model.Shares ?? []).Select(s => $"share     {s.Key}: {s.Value} %"),
    ]);
}
