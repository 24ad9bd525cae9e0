using Mesh.Catalog;

namespace Mesh.Federation.Exports;

/// <summary>What a gateway is to do in the overlay.</summary>
internal abstract record ExportAction(ServiceName Service)
{
    /// <summary>Say that this mesh offers the service, and through which gateways.</summary>
    public sealed record Publish(ServiceName Service) : ExportAction(Service);

    /// <summary>Say that it no longer does.</summary>
    public sealed record Withdraw(ServiceName Service) : ExportAction(Service);
}
