using Mesh.Client;
using Mesh.Dashboard.Access;

namespace Mesh.Dashboard.Orders;

/// <summary>The order that a page is about to give: asked for by a button, shown by the dialog. Used on the thread of the page alone.</summary>
internal sealed class OrderDesk(OrderRunner runner, IMeshClient client, IMeshInspector inspector)
{
    /// <summary>Raised when anything of it has changed.</summary>
    public event Func<Task>? Changed;

    /// <summary>Null: none.</summary>
    public OrderPlan? Plan { get; private set; }

    public bool IsRunning { get; private set; }

    /// <summary>Null: it was not given yet.</summary>
    public OrderOutcome? Outcome { get; private set; }

    public Task AskAsync(Order order)
    {
        if (IsRunning)
            return Task.CompletedTask;
        (Plan, Outcome) = (OrderPlan.Of(order, client.Snapshot, inspector.Members), null);
        return ShowAsync();
    }

    public async Task GiveAsync(IDashboardRights rights, CancellationToken cancellation)
    {
        if (Plan is not { } plan || IsRunning || Outcome is not null)
            return;
        IsRunning = true;
        await ShowAsync();
        try
        {
            Outcome = await runner.RunAsync(plan.Order, rights, cancellation);
        }
        catch (OperationCanceledException)
        {
            Outcome = OrderOutcome.Failed("The page was closed before the answer; it may have happened.");
        }
        finally
        {
            IsRunning = false;
        }

        await ShowAsync();
    }

    public Task CloseAsync()
    {
        if (IsRunning)
            return Task.CompletedTask;
        (Plan, Outcome) = (null, null);
        return ShowAsync();
    }

    private Task ShowAsync() => Changed?.Invoke() ?? Task.CompletedTask;
}
