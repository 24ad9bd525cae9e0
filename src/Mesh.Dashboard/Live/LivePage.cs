using System.Security.Claims;
using Mesh.Client;
using Mesh.Dashboard.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Mesh.Dashboard.Live;

/// <summary>A page that shows the view as it is: it reads once when it is opened, and again when the view has changed.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private bool _isWaiting;
    private bool _isGone;

    /// <summary>For pages.</summary>
    protected LivePage() => Gone = _closing.Token;

    [Inject]
    private PageFeed Feed { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider Users { get; set; } = null!;

    [Inject]
    private IDashboardAccess Access { get; set; } = null!;

    /// <summary>The node that the dashboard is of.</summary>
    [Inject]
    protected IMeshClient Mesh { get; set; } = null!;

    [Inject]
    protected IMeshInspector Inspector { get; set; } = null!;

    [Inject]
    protected TimeProvider Time { get; set; } = null!;

    /// <summary>What who looks at the page may do.</summary>
    protected IDashboardRights Rights { get; private set; } = null!;

    /// <summary>Ends what was begun for the page when it is closed.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>What the page is drawn anew for.</summary>
    protected virtual LiveNeeds Needs => LiveNeeds.View;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Is there anything new to show? Asked when the page is woken: one that shows a part of the view says no to the rest of it.</summary>
    protected virtual bool HasNews() => true;

    /// <summary>Reads what the page shows; on the thread of the page.</summary>
    protected abstract void Read();

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var state = await Users.GetAuthenticationStateAsync();
        Rights = Access.RightsOf(state.User ?? new ClaimsPrincipal());
        Feed.Add(WakeAsync, Needs);
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (Rights is not null)
            Read();
    }

    /// <inheritdoc/>
    protected virtual void Dispose(bool disposing)
    {
        if (_isGone)
            return;
        _isGone = true;
        _closing.Cancel();
        _closing.Dispose();
        Feed.Remove(WakeAsync);
    }

    /// <summary>A page that is still being drawn is not drawn once more for each change in the meantime.</summary>
    private Task WakeAsync()
    {
        if (Interlocked.Exchange(ref _isWaiting, true))
            return Task.CompletedTask;
        return InvokeAsync(() =>
        {
            Volatile.Write(ref _isWaiting, false);
            if (_isGone || !HasNews())
                return;
            Read();
            StateHasChanged();
        });
    }
}
