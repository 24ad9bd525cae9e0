using System.Globalization;
using Mesh.Palette.Api;

namespace Mesh.Palette.Commands;

internal static class WatchCommand
{
    public static readonly PaletteCommand Definition = new()
    {
        Name = "watch",
        Description = "Follow the changes of a service, or of all, until stopped; goes on when the node was away",
        Arguments =
        [
            CommandArguments.Service with { IsMandatory = false, Description = "The service; left out: all" },
            CommandArguments.Text("since", "Go on after this revision of the node instead of showing what is there", "REVISION"),
        ],
        Examples = ["watch orders", "watch --output json"],
        IsEndless = true,
        Run = RunAsync,
    };

    private static async Task<int> RunAsync(PaletteCall call)
    {
        var follower = new WatchFollower(call);
        while (true)
        {
            try
            {
                if (await follower.FollowAsync() is not { } fault)
                    return PaletteExit.Done;
                if (call.Clock is not { } clock || !follower.MayGoOn(fault))
                    return call.Fail(fault);
                if (follower.Tells)
                    call.Output.Fail(fault with { Detail = fault.Detail + "; trying again" });
                await Task.Delay(follower.NextPause(), clock, call.Cancellation);
            }
            catch (OperationCanceledException) when (call.Cancellation.IsCancellationRequested)
            {
                return PaletteExit.Done;
            }
        }
    }

    /// <summary>A watch over the connections that it takes.</summary>
    private sealed class WatchFollower(PaletteCall call)
    {
        private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
        private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

        private readonly string? _service = call.Input.Optional("service");
        private string? _since = call.Input.Optional("since");
        private bool _wasOpen;
        private int _attempts;

        /// <summary>Once for each time that the node is away.</summary>
        public bool Tells => _attempts == 0;

        /// <summary>The node has answered once, and does not refuse what is asked now.</summary>
        public bool MayGoOn(ApiProblem fault) => _wasOpen && fault.Type is ApiProblems.Unavailable or ApiProblems.Unexpected;

        public TimeSpan NextPause()
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(_attempts++, 10));
            return pause < LongestPause ? pause : LongestPause;
        }

        /// <summary>Why the connection ended.</summary>
        public async Task<ApiProblem?> FollowAsync()
        {
            var watch = call.Api.Watch(_service, _since, call.Cancellation);
            if (!watch.IsDone)
                return watch.Problem;
            try
            {
                await foreach (var item in watch.Value.WithCancellation(call.Cancellation))
                {
                    (_wasOpen, _attempts) = (true, 0);
                    // From here another connection goes on, or is told to forget what was held.
                    _since = item.Revision.ToString(CultureInfo.InvariantCulture);
                    call.Output.Write(item, ApiJson.Wire.WatchEvent, InstanceViews.Line);
                }

                _wasOpen = true;
                return ApiProblems.NotNow("the node ended the watch");
            }
            catch (IOException)
            {
                _wasOpen = true;
                return ApiProblems.NotNow("the connection to the node broke");
            }
            catch (MeshApiException trouble)
            {
                return trouble.Problem;
            }
        }
    }
}
