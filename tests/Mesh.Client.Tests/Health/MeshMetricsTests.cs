using System.Diagnostics.Metrics;
using Mesh.Client.Health;
using Mesh.Client.Runtime;
using Mesh.Client.Tests.Runtime;
using Mesh.Hosting;
using Mesh.Testing;
using Mesh.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using static Mesh.Testing.TestCatalog;

namespace Mesh.Client.Tests.Health;

public sealed class MeshMetricsTests
{
    [Fact]
    public void View_is_measured_when_somebody_asks()
    {
        var catalog = new TestCatalog().Put(Instance("orders", "a"), Instance("orders", "b"), Instance("billing", "x"));
        catalog.Hub.State = new MeshState(MeshPhase.Ready, "");
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Scope == meters)
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((i, value, _, _) => seen[i.Name] = value);
        listener.SetMeasurementEventCallback<long>((i, value, _, _) => seen[i.Name] = value);
        listener.SetMeasurementEventCallback<double>((i, value, _, _) => seen[i.Name] = value);
        listener.Start();

        new MeshMetrics(catalog.Hub, Runtime(catalog), meters, catalog.Time, MeshSetup.Create(new MeshOptions(), catalog.Time)).Start();
        listener.RecordObservableInstruments();

        Assert.Equal((2, 3, 3), (seen["mesh.services"], seen["mesh.instances"], seen["mesh.phase"]));
        Assert.Equal(catalog.Hub.Snapshot.Revision, seen["mesh.revision"]);
        Assert.Equal((0, 0, 0), (seen["mesh.ownerless"], seen["mesh.restarts"], seen["mesh.registrations"]));
    }

    private static MeshRuntime Runtime(TestCatalog catalog) => new(
        catalog.Hub,
        new FakeSessions(),
        Microsoft.Extensions.Options.Options.Create(new MeshClientOptions()),
        catalog.Time,
        NullLogger<MeshRuntime>.Instance);
}
