import type { StoreDefinition } from '../stores/store-definition.ts';
import { callSite } from './call-site.ts';
import {
  type Parent,
  type ProcessorNode,
  type SinkNode,
  type SourceNode,
  storesOf,
  type TopologyNode,
} from './node.ts';
import { TopologyError, type TopologyProblem } from './topology-error.ts';

type Placed<N extends TopologyNode> = Omit<N, 'place' | 'kind' | 'name'> & { readonly name?: string };

const legalTopic = /^[A-Za-z0-9._-]{1,249}$/;
const legalName = /^[A-Za-z0-9._-]{1,200}$/;

/** The nodes of a topology while it is being declared. What is wrong is kept, to be told in one when it is built. */
export class Graph {
  private readonly nodes = new Map<string, TopologyNode>();
  private readonly stores = new Map<
    string,
    { readonly definition: StoreDefinition; readonly node: string }
  >();
  private readonly problems: TopologyProblem[] = [];
  private made = 0;

  source(source: Placed<SourceNode>): readonly Parent[] {
    const name = source.name ?? source.topic.name;
    return this.add({ ...source, kind: 'source', name, place: callSite() });
  }

  sink(sink: Placed<SinkNode>): void {
    const { topic, role } = sink;
    // A repartition topic is refused where it is read.
    if (role === 'output' && !legalTopic.test(topic.name))
      this.report(`${JSON.stringify(topic.name)} is no name of a topic`);
    this.add({ ...sink, kind: 'sink', name: sink.name ?? this.nameFor('to'), place: callSite() });
  }

  /** @returns the first of its outputs */
  processor(processor: Placed<ProcessorNode>): readonly Parent[] {
    const name = processor.name ?? this.nameFor(processor.operator);
    return this.add({ ...processor, kind: 'processor', name, place: callSite() });
  }

  /** Keeps a problem with the call under way, once however often it is found in it. */
  report(problem: string): void {
    const place = callSite();
    const isKnown = this.problems.some((known) => known.problem === problem && known.place === place);
    if (!isKnown) this.problems.push({ problem, place });
  }

  /** @throws TopologyError */
  finished(): readonly TopologyNode[] {
    if (this.problems.length > 0) throw new TopologyError(this.problems);
    return [...this.nodes.values()];
  }

  private add(node: TopologyNode): readonly Parent[] {
    const { name, place } = node;
    const problem = (text: string): void => void this.problems.push({ problem: text, place });
    if (!legalName.test(name))
      problem(`${JSON.stringify(name)} is no name: 1 to 200 letters, digits, dots, dashes and underscores`);
    const earlier = this.nodes.get(name);
    if (earlier) problem(`the name ${name} is taken by what is declared at ${earlier.place}`);
    for (const store of storesOf(node)) {
      const known = this.stores.get(store.name);
      if (known && known.definition !== store) problem(`the store ${store.name} belongs to ${known.node}`);
      this.stores.set(store.name, known ?? { definition: store, node: name });
    }
    this.nodes.set(name, node);
    return [{ node: name, output: 0 }];
  }

  private nameFor(operator: string): string {
    this.made += 1;
    return `${operator}-${this.made}`;
  }
}
