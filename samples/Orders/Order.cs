namespace Mesh.Samples.Orders;

/// <param name="ServedBy">The node of the instance that answered, to see how calls are spread.</param>
public sealed record Order(int Id, string Status, string ServedBy);
