namespace Mesh.Samples.Orders;

internal sealed record NewOrder(int Number);
