using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Mesh.Dashboard.Hosting;

/// <summary>Ends pages beyond as many as may be open at once, so that pages that somebody opens without end do not take the memory of the node.</summary>
internal sealed class PageLimit(OpenPages open) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken) => open.Enter()
        ? Task.CompletedTask
        : throw new InvalidOperationException($"{OpenPages.Most} pages are open, as many as may be");

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        open.Leave();
        return Task.CompletedTask;
    }
}
