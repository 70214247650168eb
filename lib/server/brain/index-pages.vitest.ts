/** Unit tests search the project's pages, too: as a build does, vitest writes them first. */
import { writePages } from './index-pages.mjs';

export default writePages;
