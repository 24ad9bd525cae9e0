namespace Mesh.Node.Etcd.Answers;

/// <summary>What a call yields: a value or a fault.</summary>
internal readonly record struct EtcdAnswer<T>
    where T : class
{
    private readonly T? _value;

    private EtcdAnswer(T? value, EtcdFault? fault)
    {
        _value = value;
        Fault = fault;
    }

    public EtcdFault? Fault { get; }

    public T Value => _value ?? throw new InvalidOperationException($"there is no value but {Fault}");

    /// <summary>For interfaces, which do not convert by themselves.</summary>
    public static EtcdAnswer<T> Of(T value) => new(value, null);

    /// <summary>The value, or the fault as gRPC wants it.</summary>
    /// <exception cref="Grpc.Core.RpcException">There is a fault.</exception>
    public T OrThrow() => Fault is null ? Value : throw Fault.ToException();

    public static implicit operator EtcdAnswer<T>(T value) => new(value, null);

    public static implicit operator EtcdAnswer<T>(EtcdFault fault) => new(null, fault);
}
